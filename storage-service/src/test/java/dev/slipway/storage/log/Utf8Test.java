package dev.slipway.storage.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "ü", "€uro", "a😀b", "\n", "日本語"})
    void wholeTextIsComplete(String text) {
        var bytes = text.getBytes(UTF_8);
        assertThat(Utf8.complete(bytes)).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aüb", "a€b", "a😀b", "日本語", "é€😀"})
    void whereverItIsCutOnlyWholeCharactersAreShown(String text) {
        var bytes = text.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            var length = Utf8.complete(Arrays.copyOf(bytes, cut));
            assertThat(cut - length).isLessThan(4);
            var both = new String(bytes, 0, length, UTF_8) + new String(bytes, length, bytes.length - length, UTF_8);
            assertThat(both).isEqualTo(text);
        }
    }

    @Test
    void aCarriageReturnWaitsForItsLineFeed() {
        assertThat(Utf8.complete("abc\r".getBytes(UTF_8))).isEqualTo(3);
        assertThat(Utf8.complete("abc\r\n".getBytes(UTF_8))).isEqualTo(5);
    }

    @Test
    void whatIsNoUtf8DoesNotWait() {
        assertThat(Utf8.complete(new byte[] {'a', (byte) 0xFF})).isEqualTo(2);
        assertThat(Utf8.complete(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80}))
                .isEqualTo(4);
        assertThat(Utf8.complete(new byte[] {(byte) 0xC3, 'a'})).isEqualTo(2);
    }

    @Test
    void eachLineIsADataLine() {
        assertThat(new String(SseFrame.text(7, "a\r\nb\rc\n"), UTF_8))
                .isEqualTo("id: 7\ndata: a\ndata: b\ndata: c\ndata: \n\n");
        assertThat(new String(SseFrame.text(1, "x"), UTF_8)).isEqualTo("id: 1\ndata: x\n\n");
        assertThat(new String(SseFrame.end(9), UTF_8)).isEqualTo("event: end\nid: 9\ndata: 9\n\n");
    }
}
