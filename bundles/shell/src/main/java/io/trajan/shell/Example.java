package io.trajan.shell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Command lines that {@code help} shows under a command, as a person would type them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Example {
  /** One line each, the command's own name included: {@code vassal:log hello --follow}. */
  String[] value();
}
