package dev.slipway.node.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads files of an image through a container that is made for it and never runs. */
final class ImageReader {
    /** What an image says of its accounts is small; anything larger is not read. */
    private static final long LARGEST = 1 << 20;

    private ImageReader() {}

    static Map<String, byte[]> read(DockerClient docker, String image, List<String> paths, Map<String, String> labels)
            throws IOException {
        var container = docker.createContainerCmd(image)
                .withEntrypoint("/never-runs")
                .withLabels(labels)
                .exec()
                .getId();
        try {
            var files = new HashMap<String, byte[]>();
            for (var path : paths) {
                read(docker, container, path).ifPresent(bytes -> files.put(path, bytes));
            }
            return files;
        } finally {
            docker.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
    }

    private static Optional<byte[]> read(DockerClient docker, String container, String path) throws IOException {
        try (var tar = new TarArchiveInputStream(
                docker.copyArchiveFromContainerCmd(container, path).exec())) {
            TarArchiveEntry entry = tar.getNextEntry();
            return entry != null && entry.isFile() && entry.getSize() <= LARGEST
                    ? Optional.of(tar.readAllBytes())
                    : Optional.empty();
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
