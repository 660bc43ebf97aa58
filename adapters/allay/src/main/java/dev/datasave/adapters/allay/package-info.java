/** DataSave on Allay, a server for Bedrock clients: compiled, not run. */
@org.jspecify.annotations.NullMarked
package dev.datasave.adapters.allay;
