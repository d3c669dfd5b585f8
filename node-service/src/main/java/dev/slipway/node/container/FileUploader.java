package dev.slipway.node.container;

import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Puts whole files into the store, by addresses that storage-service has signed. */
@ApplicationScoped
class FileUploader {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Bytes a second that are waited for at least: an answer that never comes must not be waited for without end. */
    private static final long SLOWEST = 1 << 20;

    /** What S3 answers with 400 and may not answer again: the file is not at fault. */
    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "IncompleteBody",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "AuthorizationHeaderMalformed",
            "AuthorizationQueryParametersError");

    private static final Pattern CODE = Pattern.compile("<Code>(\\w+)</Code>");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Blocking blocking;

    FileUploader(Blocking blocking) {
        this.blocking = blocking;
    }

    /**
     * Streams a file. Answers why it will never be taken, or nothing when it is; fails for another try when the store does not
     * answer, or when it is not the file that it does not like.
     */
    Uni<Optional<String>> put(URI url, Path file, long size) {
        return blocking.call(() -> {
            BodyPublisher body;
            try {
                body = BodyPublishers.ofFile(file);
            } catch (FileNotFoundException e) {
                return Optional.of("cannot be read");
            }
            return judge(http.send(request(url, body, size), BodyHandlers.ofString()));
        });
    }

    static HttpRequest request(URI url, BodyPublisher body, long size) {
        return HttpRequest.newBuilder(url)
                .PUT(body)
                .timeout(PATIENCE.plusSeconds(size / SLOWEST))
                .build();
    }

    private static Optional<String> judge(HttpResponse<String> answer) throws IOException {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return Optional.empty();
        }
        var code = CODE.matcher(answer.body());
        var word = code.find() ? code.group(1) : "";
        if (status == 413 || status == 414 || (status == 400 && !PASSING.contains(word))) {
            return Optional.of("the store answers %d %s".formatted(status, word).strip());
        }
        throw new IOException("the store answers %d %s".formatted(status, word));
    }
}
