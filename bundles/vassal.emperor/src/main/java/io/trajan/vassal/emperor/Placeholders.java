package io.trajan.vassal.emperor;

/** Answers requests in the name of vassals that listen and cannot answer themselves. */
interface Placeholders {
  /**
   * Answers from now on with 503.
   *
   * @param sentence what is the matter, without the vassal's name, for anybody to read
   * @param retryAfterSeconds when to try again
   */
  void answer(String vassal, String sentence, long retryAfterSeconds);

  /** Makes requests wait that find no handler, and answers none; idempotent. */
  void hold(String vassal);

  /** Answers and holds no more; idempotent. */
  void clear(String vassal);
}
