package dev.slipway.storage.log;

import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The logs in use in this process. One long unused is forgotten: the store knows its chunks. */
@ApplicationScoped
class OpenLogs {
    private static final int MOST = 2000;

    private final LogChunks chunks;
    private final Map<LogId, OpenLog> logs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LogId, OpenLog> eldest) {
            return size() > MOST;
        }
    };

    OpenLogs(LogChunks chunks) {
        this.chunks = chunks;
    }

    OpenLog get(LogId id) {
        synchronized (logs) {
            return logs.computeIfAbsent(id, OpenLog::new);
        }
    }

    /** The log with an index of all that is in the store. */
    Uni<OpenLog> loaded(LogId id) {
        var log = get(id);
        return log.isLoaded()
                ? Uni.createFrom().item(log)
                : chunks.refresh(id, log.index()).invoke(log::loaded).replaceWith(log);
    }

    /** Forgets an attempt that takes no more chunks; answers what was known of it. */
    List<OpenLog> close(TaskId task, int attempt) {
        var closed = new ArrayList<OpenLog>();
        synchronized (logs) {
            for (var stream : LogStream.values()) {
                var log = logs.remove(new LogId(task, attempt, stream));
                if (log != null) {
                    closed.add(log);
                }
            }
        }
        return closed;
    }
}
