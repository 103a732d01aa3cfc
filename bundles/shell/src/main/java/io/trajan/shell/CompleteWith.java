package io.trajan.shell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says with which {@link Candidates} a parameter of a shell command is completed. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface CompleteWith {
  /** The kind, {@link Candidates#kind}. */
  String value();
}
