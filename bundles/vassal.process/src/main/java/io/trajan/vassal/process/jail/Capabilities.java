package io.trajan.vassal.process.jail;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lists of capabilities by name, with or without {@code cap_}, or number; capabilities(7). */
final class Capabilities {
  private static final List<String> NAMES =
      List.of(
          ("chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap"
                  + " linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock"
                  + " ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin"
                  + " sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease"
                  + " audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm"
                  + " block_suspend audit_read perfmon bpf checkpoint_restore")
              .split(" "));

  private static final List<String> KNOWN =
      Stream.concat(NAMES.stream(), IntStream.range(0, 63).mapToObj(Integer::toString)).toList();

  private Capabilities() {}

  /** Values such as {@code net_bind_service,net_raw}; {@code none} is the empty set. */
  static ValueType<List<String>> type() {
    return Texts.type(
        "capabilities",
        "none, or a comma list of capabilities such as net_bind_service",
        Capabilities::parse);
  }

  private static List<String> parse(String text) throws BadValueException {
    if (text.equals("none")) {
      return List.of(text);
    }
    return Texts.known(text, KNOWN, Capabilities::meaning, "a comma list of capabilities");
  }

  private static String meaning(String item) {
    String small = item.toLowerCase(java.util.Locale.ROOT);
    return small.startsWith("cap_") ? small.substring(4) : small;
  }
}
