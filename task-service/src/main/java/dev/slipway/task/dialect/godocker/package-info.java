/** GO-Docker's task calls ({@code /api/1.0/task/**}, {@code /api/1.0/config}) over our model. */
@NullMarked
package dev.slipway.task.dialect.godocker;

import org.jspecify.annotations.NullMarked;
