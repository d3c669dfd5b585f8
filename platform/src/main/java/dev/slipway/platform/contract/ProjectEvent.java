package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** What auth-service tells of projects. Compacted by project: the last word stays, and is the whole truth. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ProjectEvent.Unknown.class)
@JsonSubTypes({
    @Type(name = "project.changed", value = ProjectEvent.Changed.class),
    @Type(name = "project.deleted", value = ProjectEvent.Deleted.class)
})
public sealed interface ProjectEvent extends Event {
    /** Where they travel. */
    String TOPIC = "project-events.v1";

    /** The project's id. */
    String project();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return project();
    }

    /**
     * The project as it is now.
     *
     * @param owner the login of who may change it, empty for none but administrators
     * @param members logins
     * @param priority 0 to 100
     * @param version raised by every change
     */
    record Changed(
            String project,
            String description,
            String owner,
            List<String> members,
            int priority,
            Limits limits,
            List<Volume> volumes,
            long version,
            Instant at)
            implements ProjectEvent {
        public Changed {
            members = List.copyOf(members);
            volumes = List.copyOf(volumes);
        }
    }

    /**
     * A folder of the nodes that the project's tasks may ask for.
     *
     * @param path absolute path on the nodes
     * @param mount absolute path in the container
     */
    record Volume(String name, String path, String mount, boolean readOnly) {}

    /** It is gone: nothing new may be counted on it. */
    record Deleted(String project, long version, Instant at) implements ProjectEvent {}

    /** Newer than this reader, which skips it. */
    record Unknown(String project) implements ProjectEvent {}
}
