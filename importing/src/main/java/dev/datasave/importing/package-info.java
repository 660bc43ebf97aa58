/** Brings players' data of other systems into a store: tables, files, ProfileService, Minecraft. */
@org.jspecify.annotations.NullMarked
package dev.datasave.importing;
