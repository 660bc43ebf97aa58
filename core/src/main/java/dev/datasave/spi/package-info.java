/**
 * The interfaces to a storage (versioned entries with compare-and-set, in batches, which know nothing of profiles) and to the machine.
 *
 * <p>{@link dev.datasave.spi.Storage} lists the rules R1 to R10; the module {@code datasave-tck} tests each of them.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.spi;
