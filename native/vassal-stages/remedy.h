/* What a person can do about a stage that failed. See remedy.c. */
#ifndef REMEDY_H
#define REMEDY_H

const char *remedy(const char *word, int error); /* a sentence, or "" when there is nothing to say */

#endif
