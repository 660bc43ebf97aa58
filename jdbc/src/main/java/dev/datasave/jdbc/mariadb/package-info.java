/** MariaDB, and MySQL by the same dialect: tables, statements, settings and errors. Not API: it changes without notice. */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.mariadb;
