/* What the board tells unasked, kept until the line has room. Put in by interrupts, taken out by the main loop. */
#ifndef NEWS_H
#define NEWS_H

#include <stdbool.h>
#include <stdint.h>

enum news {
  NEWS_STARTED = 0,      /* the first word of a host since the reset; value: its cause */
  NEWS_HOST_BACK = 1,    /* value: how long it was silent, tenths of a second */
  NEWS_PINCH = 2,        /* value: 1 the beam, 2 the motor's current */
  NEWS_LOCK_OPEN = 3,    /* value: for how long at most, ms */
  NEWS_LOCK_CLOSED = 4,  /* value: how long it was open, ms */
  NEWS_LOCK_REFUSED = 5, /* value: 1 the pause, 2 too many in a minute */
  NEWS_TAKEN_AWAY = 6,   /* a HIGH was not obeyed, LOW must be written first; value: the pin */
};

struct item {
  uint8_t kind;
  uint16_t value; /* at most 14 bits */
};

void news_put(uint8_t kind, uint16_t value);
bool news_take(struct item *item);

#endif
