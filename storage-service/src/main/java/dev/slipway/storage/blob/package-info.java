/** Bytes by key, in a store that speaks S3; nothing here knows what they mean. */
@NullMarked
package dev.slipway.storage.blob;

import org.jspecify.annotations.NullMarked;
