#include "news.h"

#include <util/atomic.h>

#define RING 16

static struct item ring[RING];
static volatile uint8_t put, got;

void news_put(uint8_t kind, uint16_t value) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if ((uint8_t)(put - got) < RING) {
      ring[put % RING].kind = kind;
      ring[put % RING].value = value < 0x3FFF ? value : 0x3FFF;
      put++;
    }
  }
}

bool news_take(struct item *item) {
  bool there = false;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if (put != got) {
      *item = ring[got % RING];
      got++;
      there = true;
    }
  }
  return there;
}
