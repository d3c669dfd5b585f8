/** What becomes of finished tasks: their files are given up by wish or by age, and at last their record. */
@NullMarked
package dev.slipway.task.archive;

import org.jspecify.annotations.NullMarked;
