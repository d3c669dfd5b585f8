package dev.slipway.storage.object;

import java.util.LinkedHashMap;
import java.util.Map;

/** The places told last: most tasks are told of twice, and the second time says nothing new. */
class Recent {
    private static final int MOST = 1000;

    private final Map<TaskId, Place> places = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TaskId, Place> eldest) {
            return size() > MOST;
        }
    };

    synchronized boolean knows(Place place) {
        return place.equals(places.get(place.task()));
    }

    synchronized void note(Place place) {
        places.put(place.task(), place);
    }
}
