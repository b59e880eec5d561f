#include "lock.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "alive.h"
#include "board.h"
#include "news.h"
#include "outputs.h"

#define PERIOD_US 4096UL /* 16 MHz / 256 / 256 */
#define LEAST_MS 20
#define DEFAULT_MS 500
#define FORGOTTEN_S 61 /* counted in whole seconds: at least 60 */

static volatile uint8_t periods, periods_left;
static volatile uint16_t pause_ms;
static uint16_t second_ms;

/* Seconds since each of the last pulses. Outlives a reset, so that a host cannot have more of them by resetting the board. */
static struct {
  uint8_t age_s[LOCKS_A_MINUTE];
  uint8_t check;
} kept __attribute__((section(".noinit")));

static uint8_t check_of_kept(void) {
  uint8_t check = 0xA5;
  for (uint8_t i = 0; i < LOCKS_A_MINUTE; i++) check = (uint8_t)((check << 1) ^ (check >> 7) ^ kept.age_s[i]);
  return check;
}

void lock_begin(void) {
  DDRD |= _BV(PD7);
  if (kept.check != check_of_kept()) {
    for (uint8_t i = 0; i < LOCKS_A_MINUTE; i++) kept.age_s[i] = FORGOTTEN_S;
    kept.check = check_of_kept();
  }
  lock_set_ms(DEFAULT_MS);
  pause_ms = LOCK_PAUSE_MS; /* it may have been open at the reset */
  TCCR2A = _BV(WGM21) | _BV(WGM20); /* fast PWM, 244 Hz */
  TCCR2B = _BV(CS22) | _BV(CS21);
  TIMSK2 = _BV(TOIE2);
}

/* The first period is under way already: never longer than asked for, at most 4 ms shorter. */
uint16_t lock_set_ms(uint16_t ms) {
  if (ms < LEAST_MS) ms = LEAST_MS;
  if (ms > LOCK_MOST_MS) ms = LOCK_MOST_MS;
  periods = (uint8_t)(ms * 1000UL / PERIOD_US);
  return ms;
}

static uint16_t in_ms(uint8_t count) { return (uint16_t)((count * PERIOD_US + 500) / 1000); }

ISR(TIMER2_OVF_vect) {
  alive(ALIVE_GUARD);
  if (periods_left > 1) {
    periods_left--;
  } else {
    PORTD &= (uint8_t)~_BV(PD7); /* also where nobody counts: then it has no business to be HIGH */
    if (lock_end()) outputs_take_away(OUT_LOCK);
  }
}

bool lock_is_open(void) { return periods_left > 0; }

/* The place of a pulse that is a minute old; LOCKS_A_MINUTE when there is none. */
static uint8_t free_place(void) {
  uint8_t i = 0;
  while (i < LOCKS_A_MINUTE && kept.age_s[i] < FORGOTTEN_S) i++;
  return i;
}

bool lock_pulse(void) {
  bool opened = false;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    uint8_t place = free_place();
    if (lock_is_open()) {
      opened = true;
    } else if (pause_ms > 0) {
      news_put(NEWS_LOCK_REFUSED, 1);
    } else if (place == LOCKS_A_MINUTE) {
      news_put(NEWS_LOCK_REFUSED, 2);
    } else {
      kept.age_s[place] = 0;
      kept.check = check_of_kept();
      periods_left = periods;
      PORTD |= _BV(PD7);
      news_put(NEWS_LOCK_OPEN, in_ms(periods));
      opened = true;
    }
  }
  return opened;
}

bool lock_end(void) {
  bool was = false;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    PORTD &= (uint8_t)~_BV(PD7);
    if (periods_left > 0) {
      was = true;
      news_put(NEWS_LOCK_CLOSED, in_ms(periods - periods_left + 1));
      periods_left = 0;
      pause_ms = LOCK_PAUSE_MS;
    }
  }
  return was;
}

void lock_tick(void) {
  if (pause_ms > 0) pause_ms--;
  if (++second_ms < 1000) return;
  second_ms = 0;
  for (uint8_t i = 0; i < LOCKS_A_MINUTE; i++) {
    if (kept.age_s[i] < FORGOTTEN_S) kept.age_s[i]++;
  }
  kept.check = check_of_kept();
}
