/** The files and logs of tasks: bytes in S3, one document per task in MongoDB. */
@NullMarked
package dev.slipway.storage;

import org.jspecify.annotations.NullMarked;
