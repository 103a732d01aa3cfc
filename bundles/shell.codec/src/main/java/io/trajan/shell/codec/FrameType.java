package io.trajan.shell.codec;

import org.jspecify.annotations.Nullable;

/** The numbers of the types; who may send them. */
enum FrameType {
  HELLO(1),
  RUN(2),
  INPUT(3),
  END(4),
  RESIZE(5),
  INTERRUPT(6),
  WELCOME(17),
  OUTPUT(18),
  ERROR(19),
  EXIT(20),
  MORE(21);

  private static final int FIRST_OF_SERVER = 16;

  final int code;

  FrameType(int code) {
    this.code = code;
  }

  boolean fromClient() {
    return code < FIRST_OF_SERVER;
  }

  static @Nullable FrameType of(int code) {
    for (FrameType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
