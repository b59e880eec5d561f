#include "clock.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "alive.h"
#include "inputs.h"
#include "safety.h"

#define US_A_COUNT 4 /* 16 MHz / 64 */
#define COUNTS_A_MS 250

static volatile uint32_t ticks;

void clock_begin(void) {
  OCR0A = COUNTS_A_MS - 1;
  TCCR0A = _BV(WGM01); /* cleared on compare */
  TCCR0B = _BV(CS01) | _BV(CS00);
  TIMSK0 = _BV(OCIE0A);
}

ISR(TIMER0_COMPA_vect) {
  ticks++;
  alive(ALIVE_TICK);
  inputs_tick();
  safety_tick();
}

uint16_t clock_ms(void) {
  uint16_t now;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now = (uint16_t)ticks; }
  return now;
}

uint32_t clock_us(void) {
  uint8_t count = TCNT0;
  uint32_t ms = ticks;
  /* The counter has begun anew, and its tick still waits. */
  if ((TIFR0 & _BV(OCF0A)) && count < COUNTS_A_MS / 2) ms++;
  return ms * 1000 + (uint16_t)count * US_A_COUNT;
}
