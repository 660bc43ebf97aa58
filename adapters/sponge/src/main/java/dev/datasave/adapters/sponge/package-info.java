/** DataSave on Sponge: compiled, not run. */
@org.jspecify.annotations.NullMarked
package dev.datasave.adapters.sponge;
