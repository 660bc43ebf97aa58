/** What JSON texts and trees mean: read strictly, write, compare, patch. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.json;
