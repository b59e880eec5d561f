#include "outputs.h"

#include <avr/io.h>
#include <util/atomic.h>

#include "board.h"
#include "lock.h"
#include "news.h"
#include "safety.h"
#include "servo.h"

static volatile uint8_t taken, told;

void outputs_begin(void) {
  outputs_safe();
  DDRB |= _BV(PB0) | _BV(PB1) | _BV(PB2) | _BV(PB3) | _BV(PB4);
}

static uint8_t out_of(uint8_t pin) {
  return pin == PIN_LOCK ? OUT_LOCK : pin == PIN_MOTOR ? OUT_MOTOR : pin == PIN_BUZZER ? OUT_BUZZER : 0;
}

static void set(uint8_t pin, bool high) {
  switch (pin) {
    case PIN_LOCK:
      if (!high) lock_end();
      else if (!lock_pulse()) taken |= OUT_LOCK;
      break;
    case PIN_MOTOR:
      if (high && !motor_is_on()) safety_motor_starts();
      if (high) PORTB |= _BV(PB0);
      else PORTB &= (uint8_t)~_BV(PB0);
      break;
    case PIN_RED:
      if (high) PORTB |= _BV(PB2);
      else PORTB &= (uint8_t)~_BV(PB2);
      break;
    case PIN_GREEN:
      green_dim(high ? 255 : 0);
      break;
    case PIN_BUZZER:
      if (high) PORTB |= _BV(PB4);
      else PORTB &= (uint8_t)~_BV(PB4);
      break;
  }
}

void output_write(uint8_t pin, bool high) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    uint8_t out = out_of(pin);
    if (!high) {
      output_release(pin);
    } else if (!(taken & out)) {
      set(pin, true);
    } else if (!(told & out)) {
      told |= out;
      news_put(NEWS_TAKEN_AWAY, pin);
    }
  }
}

void output_release(uint8_t pin) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    set(pin, false);
    taken &= (uint8_t)~out_of(pin);
  }
}

void outputs_take_away(uint8_t which) {
  if (which & OUT_LOCK) lock_end();
  if (which & OUT_MOTOR) {
    PORTB &= (uint8_t)~_BV(PB0);
    servo_stop();
  }
  if (which & OUT_BUZZER) PORTB &= (uint8_t)~_BV(PB4);
  taken |= which;
  told &= (uint8_t)~which;
}

uint8_t outputs_taken_away(void) { return taken; }

void outputs_safe(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    outputs_take_away(OUT_ALL);
    set(PIN_RED, true);
    green_dim(0);
  }
}

bool motor_is_on(void) { return PORTB & _BV(PB0); }

bool output_level(uint8_t pin) {
  return pin == PIN_LOCK ? PORTD & _BV(PD7) : pin == PIN_GREEN ? OCR2A > 0 : PORTB & _BV(pin - 8);
}

void green_dim(uint8_t brightness) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    OCR2A = brightness;
    /* At its ends the pin itself: a compare at 0 would leave a spike in every period. */
    if (brightness == 0 || brightness == 255) TCCR2A &= (uint8_t)~_BV(COM2A1);
    else TCCR2A |= _BV(COM2A1);
    if (brightness == 255) PORTB |= _BV(PB3);
    else PORTB &= (uint8_t)~_BV(PB3);
  }
}
