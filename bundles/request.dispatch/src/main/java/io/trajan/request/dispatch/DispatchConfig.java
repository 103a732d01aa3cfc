package io.trajan.request.dispatch;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the dispatcher, PID {@value RequestDispatch#PID}. */
@ObjectClassDefinition(
    name = "Request dispatch",
    description =
        "How requests wait for a handler that is being updated, and what is written of each request.")
public @interface DispatchConfig {
  /** See the description. */
  @AttributeDefinition(
      name = "Patience",
      description =
          "How long a request waits for the handler of its vassal to come back before it is answered with 503."
              + " From 0s (not at all) to 10m.")
  String patience() default DispatchSettings.PATIENCE;

  /** See the description. */
  @AttributeDefinition(
      name = "Waiting requests",
      description =
          "How many requests of one vassal may wait at the same time; those beyond are answered with 503 at once."
              + " From 0 (none) to 1000000.",
      min = "0",
      max = "1000000")
  int capacity() default DispatchSettings.CAPACITY;

  /** See the description. */
  @AttributeDefinition(
      name = "Access log",
      description =
          "Which requests are written to the logger vassal.NAME.access: off (none), trouble (status 500 and above, answers"
              + " not delivered whole, requests slower than access.slow), all.")
  String access_log() default DispatchSettings.ACCESS_LOG;

  /** See the description. */
  @AttributeDefinition(
      name = "Access log format",
      description =
          "readable, combined (the format of Apache and nginx), or a text with variables such as"
              + " %(method) %(uri) %(status) %(micros) %(header.host).")
  String access_format() default DispatchSettings.ACCESS_FORMAT;

  /** See the description. */
  @AttributeDefinition(
      name = "Slow request",
      description =
          "With access.log=trouble, requests that took at least this long are written too. From 1ms to 1h; 0s: none.")
  String access_slow() default DispatchSettings.ACCESS_SLOW;

  /** See the description. */
  @AttributeDefinition(
      name = "Recent requests",
      description = "How many requests request:recent remembers. From 0 (none) to 10000.",
      min = "0",
      max = "10000")
  int recent() default DispatchSettings.RECENT;
}
