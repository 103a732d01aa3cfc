package io.trajan.vassal.process.jail;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What hooks do. Names are uWSGI's; each reads its own arguments, so that a mistake is found when
 * the vassal's file is read.
 */
enum Action {
  EXEC,
  SAFEEXEC,
  MOUNT,
  UMOUNT,
  CD,
  CHDIR,
  EXIT,
  PRINT,
  LOG,
  WRITE,
  WRITEN,
  APPEND,
  APPENDN,
  WRITEFIFO,
  CREAT,
  CREATE,
  UNLINK,
  MKDIR,
  CHMOD,
  CHOWN,
  CHOWN2,
  HOSTNAME,
  PUTENV,
  WAIT_FOR_FS,
  WAIT_FOR_FILE,
  WAIT_FOR_DIR,
  WAIT_FOR_SOCKET,
  WAIT_FOR_MOUNTPOINT,
  WAIT_FOR_INTERFACE;

  /** uWSGI's that cannot be had yet. */
  private static final Set<String> ABSENT =
      Set.of(
          "call",
          "callret",
          "callint",
          "callintret",
          "alarm",
          "rpc",
          "retryrpc",
          "unix_signal",
          "spinningfifo",
          "sticky");

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> arguments(String args) throws BadValueException {
    return switch (this) {
      case EXEC -> List.of(text(args, "exec:COMMAND"));
      case SAFEEXEC -> List.of(text(args, "safeexec:COMMAND"));
      case MOUNT -> mount(args);
      case UMOUNT -> umount(args);
      case CD -> List.of(text(args, "cd:DIRECTORY"));
      case CHDIR -> List.of(text(args, "chdir:DIRECTORY"));
      case EXIT -> List.of(status(args));
      case PRINT -> List.of(args);
      case LOG -> List.of(args);
      case WRITE -> file(args, "write:FILE TEXT", "");
      case WRITEN -> file(args, "writen:FILE TEXT", "\n");
      case APPEND -> file(args, "append:FILE TEXT", "");
      case APPENDN -> file(args, "appendn:FILE TEXT", "\n");
      case WRITEFIFO -> file(args, "writefifo:FIFO TEXT", "");
      case CREAT -> List.of(text(args, "creat:FILE"));
      case CREATE -> List.of(text(args, "create:FILE"));
      case UNLINK -> List.of(text(args, "unlink:FILE"));
      case MKDIR -> List.of(text(args, "mkdir:DIRECTORY"));
      case CHMOD -> chmod(args);
      case CHOWN -> Texts.words(args, 3, 3, "chown:FILE USER GROUP");
      case CHOWN2 -> chown2(args);
      case HOSTNAME -> List.of(hostname(args));
      case PUTENV -> putenv(args);
      case WAIT_FOR_FS -> List.of(text(args, "wait_for_fs:PATH"));
      case WAIT_FOR_FILE -> List.of(text(args, "wait_for_file:PATH"));
      case WAIT_FOR_DIR -> List.of(text(args, "wait_for_dir:PATH"));
      case WAIT_FOR_SOCKET -> List.of(text(args, "wait_for_socket:PATH"));
      case WAIT_FOR_MOUNTPOINT -> List.of(text(args, "wait_for_mountpoint:PATH"));
      case WAIT_FOR_INTERFACE -> List.of(text(args, "wait_for_interface:NAME"));
    };
  }

  static Action of(String word) throws BadValueException {
    List<String> all = Arrays.stream(values()).map(Action::word).toList();
    if (ABSENT.contains(word)) {
      throw new BadValueException("another action: uWSGI's " + word + " is not there yet");
    }
    if (!all.contains(word)) {
      throw new BadValueException(
          "ACTION:ARGUMENTS, where the action is one of " + String.join(", ", all),
          Nearest.to(word, all));
    }
    return values()[all.indexOf(word)];
  }

  private static String text(String args, String usage) throws BadValueException {
    return Texts.demand(!args.isBlank(), args.strip(), usage);
  }

  private static List<String> mount(String args) throws BadValueException {
    String usage = "FSTYPE SOURCE DIRECTORY [FLAGS [DATA]]";
    List<String> words = new ArrayList<>(Texts.words(args, 3, 5, usage));
    if (words.size() == 3) {
      words.add("defaults");
    }
    words.set(3, MountFlags.mount(words.get(3)));
    return words;
  }

  private static List<String> umount(String args) throws BadValueException {
    List<String> words = new ArrayList<>(Texts.words(args, 1, 2, "DIRECTORY [FLAGS]"));
    if (words.size() == 2) {
      words.set(1, MountFlags.umount(words.get(1)));
    }
    return words;
  }

  private static String status(String args) throws BadValueException {
    String status = args.isBlank() ? "1" : args.strip();
    boolean well = status.matches("[0-9]{1,3}");
    int number = well ? Integer.parseInt(status) : 0;
    return Texts.demand(number >= 1 && number <= 255, status, "exit:STATUS from 1 to 255");
  }

  private static List<String> file(String args, String usage, String end) throws BadValueException {
    List<String> words = Texts.words(args, 2, 2, usage);
    return List.of(words.get(0), words.get(1) + end);
  }

  private static List<String> chmod(String args) throws BadValueException {
    List<String> words = Texts.words(args, 2, 2, "chmod:FILE OCTAL");
    return List.of(words.get(0), Texts.octal(words.get(1)));
  }

  private static List<String> chown2(String args) throws BadValueException {
    List<String> words = Texts.words(args, 3, 3, "chown2:FILE UID GID");
    return List.of(
        words.get(0), Texts.number(words.get(1), "user"), Texts.number(words.get(2), "group"));
  }

  static String hostname(String args) throws BadValueException {
    String name = args.strip();
    return Texts.demand(name.matches("[\\x21-\\x7e]{1,64}"), name, "a host name of 1 to 64 bytes");
  }

  private static List<String> putenv(String args) throws BadValueException {
    int equals = args.indexOf('=');
    Texts.demand(equals > 0, args, "putenv:NAME=VALUE");
    return List.of(args.substring(0, equals).strip(), args.substring(equals + 1));
  }
}
