#include "alive.h"

#include <avr/io.h>
#include <avr/wdt.h>
#include <util/atomic.h>

static volatile uint8_t seen;
static uint8_t cause __attribute__((section(".noinit")));

/* Before main, and before a watchdog that still runs at its shortest can bite again. */
static void take_cause(void) __attribute__((naked, used, section(".init3")));
static void take_cause(void) {
  cause = MCUSR;
  MCUSR = 0;
  wdt_disable();
}

void alive_begin(void) { wdt_enable(WDTO_250MS); }

void alive(uint8_t who) { seen |= who; }

void alive_feed(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if (seen == (ALIVE_TICK | ALIVE_GUARD)) {
      seen = 0;
      wdt_reset();
    }
  }
}

uint8_t reset_cause(void) { return cause & 0x0F; }
