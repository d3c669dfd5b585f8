package dev.slipway.node.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    @TempDir
    Path folder;

    @Test
    void aTreeDeeperThanAnyPathIsRemoved() throws IOException {
        // From the inside out: no path that it takes is long.
        var tree = Files.createDirectory(folder.resolve("0"));
        for (int depth = 1; depth < 600; depth++) {
            var outer = Files.createDirectory(folder.resolve(Integer.toString(depth)));
            Files.createFile(outer.resolve("file"));
            Files.createDirectory(outer.resolve("empty"));
            Files.move(tree, outer.resolve("a-long-name"));
            tree = outer;
        }
        Tree.remove(tree);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        var kept =
                Files.createFile(Files.createDirectory(folder.resolve("other")).resolve("kept"));
        var tree =
                Files.createDirectories(folder.resolve("tree/a/b")).getParent().getParent();
        Files.createSymbolicLink(tree.resolve("a/b/link"), kept.getParent());
        Files.createSymbolicLink(tree.resolve("link"), kept.getParent());
        Tree.remove(tree);
        Tree.remove(tree);
        assertThat(tree).doesNotExist();
        var link = Files.createSymbolicLink(folder.resolve("link"), kept.getParent());
        Tree.remove(link);
        assertThat(link).doesNotExist();
        assertThat(kept).exists();
    }
}
