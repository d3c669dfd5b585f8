package dev.slipway.storage.object;

import java.net.URI;

/** Where to PUT the bytes of one file. */
public record Upload(FilePath path, URI url) {}
