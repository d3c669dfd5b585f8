package dev.slipway.storage.log;

/** Where text can be cut. */
final class Utf8 {
    private static final int LONGEST = 4;

    private Utf8() {}

    /**
     * How many bytes can be shown now, when more may follow: a character that is not all there waits, and so does a
     * carriage return, whose line feed may be next. Bytes that are no UTF-8 wait for nothing.
     */
    static int complete(byte[] bytes) {
        var end = bytes.length;
        for (int at = end - 1; at >= 0 && at > end - LONGEST; at--) {
            if (!isContinuation(bytes[at])) {
                end = at + length(bytes[at]) > bytes.length ? at : end;
                break;
            }
        }
        return end > 0 && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    private static boolean isContinuation(byte it) {
        return (it & 0xC0) == 0x80;
    }

    /** Of a character that begins with this byte. */
    private static int length(byte first) {
        if ((first & 0xE0) == 0xC0) {
            return 2;
        }
        if ((first & 0xF0) == 0xE0) {
            return 3;
        }
        return (first & 0xF8) == 0xF0 ? LONGEST : 1;
    }
}
