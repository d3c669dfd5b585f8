package dev.slipway.storage.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Manifest MANIFEST = new Manifest(
            List.of(
                    Item.file("god.log", 6),
                    Item.file("sub/deep/b", 2),
                    Item.file("sub/a", 1),
                    Item.file("sub.txt", 3),
                    Item.file("subway", 4),
                    Item.directory("empty"),
                    Item.directory("sub")),
            Map.of());

    @Test
    void theRootShowsFilesAndTheFirstStepOfDeeperOnes() {
        assertThat(MANIFEST.list(FilePath.ROOT))
                .hasValueSatisfying(it -> assertThat(it)
                        .containsExactlyInAnyOrder(
                                new Entry("god.log", false, 6),
                                new Entry("sub", true, 0),
                                new Entry("sub.txt", false, 3),
                                new Entry("subway", false, 4),
                                new Entry("empty", true, 0)));
    }

    @Test
    void aDirectoryShowsOnlyItsOwn() {
        assertThat(MANIFEST.list(new FilePath("sub")))
                .contains(List.of(new Entry("a", false, 1), new Entry("deep", true, 0)));
        assertThat(MANIFEST.list(new FilePath("sub/deep"))).contains(List.of(new Entry("b", false, 2)));
        assertThat(MANIFEST.list(new FilePath("empty"))).contains(List.of());
    }

    @Test
    void aFileIsNoDirectoryAndADirectoryNoFile() {
        assertThat(MANIFEST.list(new FilePath("god.log"))).isEmpty();
        assertThat(MANIFEST.list(new FilePath("su"))).isEmpty();
        assertThat(MANIFEST.file(new FilePath("sub"))).isEmpty();
        assertThat(MANIFEST.file(new FilePath("sub/a"))).contains(Item.file("sub/a", 1));
    }

    @Test
    void nothingLeftIsAnEmptyRoot() {
        assertThat(Manifest.EMPTY.list(FilePath.ROOT)).contains(List.of());
        assertThat(Manifest.EMPTY.runs(10)).containsExactly(List.of());
    }

    @Test
    void theSameIsFoundInTheRightPartsOfALongOne() {
        var items = new ArrayList<Item>();
        IntStream.range(0, 95).forEach(it -> items.add(Item.file("d%d/f%02d".formatted(it % 7, it), it)));
        items.add(Item.file("d3", 1));
        items.add(Item.file("d3.txt", 1));
        items.add(Item.directory("z"));
        var whole = new Manifest(items, Map.of());
        var runs = whole.runs(10);
        var firstKeys = runs.stream().map(it -> it.getFirst().key()).toList();
        var asked = new ArrayList<>(List.of("", "d3", "d0", "d6", "z", "d3.txt", "nothing", "A", "zz", "d3/f03"));
        items.forEach(it -> asked.add(it.path()));
        for (var text : asked) {
            var path = new FilePath(text);
            var parts = TaskDocument.partsAround(firstKeys, path);
            var found = new Manifest(
                    parts.stream().flatMap(it -> runs.get(it).stream()).toList(), Map.of());
            assertThat(found.file(path)).as(text).isEqualTo(whole.file(path));
            assertThat(found.list(path)).as(text).isEqualTo(whole.list(path));
            if (!text.isEmpty()) {
                assertThat(parts).as(text).hasSizeLessThanOrEqualTo(4);
            }
        }
    }

    @Test
    void aPathTooLongForAKeyHasAKeyOfItsOwn() {
        var task = new TaskId(42);
        assertThat(ObjectKeys.ofFile(task, 1, "sub/a")).isEqualTo("tasks/42/1/files/sub/a");
        var longs = List.of("x".repeat(1000), "x".repeat(1001));
        assertThat(longs)
                .extracting(it -> ObjectKeys.ofFile(task, 1, it))
                .doesNotHaveDuplicates()
                .allMatch(it -> it.startsWith("tasks/42/1/long/") && it.length() < 100);
    }
}
