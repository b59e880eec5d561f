#include "sonar.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>
#include <util/delay.h>

#include "clock.h"

#define CYCLE_MS 60
#define MOST_US 25000UL /* 4 m; without a target the sensor holds its line for 38 ms */

enum { QUIET, TRIGGERED, HEARING, HEARD };

static volatile uint8_t state;
static volatile uint32_t rose_us, length_us;
static uint16_t every_ms, begun_ms;

uint16_t sonar_every(uint16_t ms) {
  every_ms = ms > 0 && ms < CYCLE_MS ? CYCLE_MS : ms;
  state = QUIET;
  DDRC |= _BV(PC4);
  PCMSK1 = _BV(PCINT13);
  PCICR = every_ms > 0 ? _BV(PCIE1) : 0;
  begun_ms = clock_ms();
  return every_ms;
}

ISR(PCINT1_vect) {
  uint32_t now = clock_us();
  if (PINC & _BV(PC5)) {
    if (state == TRIGGERED) {
      rose_us = now;
      state = HEARING;
    }
  } else if (state == HEARING) {
    length_us = now - rose_us;
    state = HEARD;
  }
}

static void trigger(void) {
  state = TRIGGERED;
  PORTC |= _BV(PC4);
  _delay_us(12);
  PORTC &= (uint8_t)~_BV(PC4);
}

bool sonar_turn(uint32_t *echo_us) {
  if (every_ms == 0 || (uint16_t)(clock_ms() - begun_ms) < every_ms) return false;
  begun_ms = clock_ms();
  bool began_before = state != QUIET;
  *echo_us = state == HEARD && length_us <= MOST_US ? length_us : 0;
  /* A line that is still high belongs to the last one: wait for it. */
  if (!(PINC & _BV(PC5))) trigger();
  return began_before;
}
