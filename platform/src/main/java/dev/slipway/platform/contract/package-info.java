/**
 * What the services tell each other through Kafka. The contract is the JSON: within {@code v1} fields and types are only
 * added, and every shape ever sent stays as a sample file in the tests that must still parse.
 */
@NullMarked
package dev.slipway.platform.contract;

import org.jspecify.annotations.NullMarked;
