/**
 * What a storage implements: versioned entries with compare-and-set, in batches. Knows nothing of profiles.
 *
 * <p>The rules R1 to R10 stand at {@link dev.datasave.spi.Storage}; the module {@code datasave-tck} tests each of them.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.spi;
