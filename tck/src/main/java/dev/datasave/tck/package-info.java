/** The conformance kit for authors of storages: extend {@link dev.datasave.tck.StorageRules}, and all rules R1–R10 are tested. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck;
