/** Files in the words of GO-Docker ({@code /api/1.0/task/ID/files}). */
@NullMarked
package dev.slipway.storage.dialect.godocker;

import org.jspecify.annotations.NullMarked;
