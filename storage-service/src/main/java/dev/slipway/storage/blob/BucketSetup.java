package dev.slipway.storage.blob;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Makes the bucket at the start; tries until the store answers, while the service is not ready. */
@ApplicationScoped
class BucketSetup {
    private static final Logger LOG = Logger.getLogger(BucketSetup.class);

    private final S3BlobStore store;
    private final BlobConfig config;

    BucketSetup(S3BlobStore store, BlobConfig config) {
        this.store = store;
        this.config = config;
    }

    void onStart(@Observes StartupEvent start) {
        store.prepare()
                .onFailure()
                .invoke(fault -> LOG.debugf("store waits cause=%s", fault))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
                .indefinitely()
                .subscribe()
                .with(_ -> LOG.infof("store endpoint=%s bucket=%s", config.endpoint(), config.bucket()));
    }
}
