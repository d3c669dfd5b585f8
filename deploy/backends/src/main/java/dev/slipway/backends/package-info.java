/**
 * The servers Slipway keeps its state in, embedded: one process that answers as Kafka, PostgreSQL, MongoDB and S3. It is the
 * default of {@code ./slipway up} and of the tests; a service cannot tell it from real servers, and runs on those
 * unchanged.
 */
@NullMarked
package dev.slipway.backends;

import org.jspecify.annotations.NullMarked;
