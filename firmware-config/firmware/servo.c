#include "servo.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "board.h"
#include "safety.h"

#define US_A_COUNT 4 /* 16 MHz / 64 */
#define PERIOD_US 20000
#define LEAST_NO_DEGREES 544

static uint16_t range_from = 544, range_to = 2400;
static volatile uint16_t pulse_us;

static uint16_t bounded(uint16_t us) {
  return us < SERVO_LEAST_US ? SERVO_LEAST_US : us > SERVO_MOST_US ? SERVO_MOST_US : us;
}

void servo_range(uint16_t least_us, uint16_t most_us) {
  range_from = bounded(least_us);
  range_to = bounded(most_us);
  if (range_to < range_from) range_to = range_from;
}

void servo_write(uint16_t value) {
  if (value < LEAST_NO_DEGREES) {
    if (value > 180) value = 180;
    value = range_from + (uint16_t)((uint32_t)value * (range_to - range_from) / 180);
  }
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    uint16_t us = bounded(value);
    if (us != pulse_us) safety_target_changes();
    pulse_us = us;
    ICR1 = PERIOD_US / US_A_COUNT - 1;
    OCR1A = us / US_A_COUNT - 1;
    TIMSK1 = 0;
    if (!(TCCR1A & _BV(COM1A1))) {
      TCNT1 = PERIOD_US / US_A_COUNT - 2; /* a whole pulse, at once */
      TCCR1A = _BV(COM1A1) | _BV(WGM11);  /* fast PWM up to ICR1 */
      TCCR1B = _BV(WGM13) | _BV(WGM12) | _BV(CS11) | _BV(CS10);
    }
  }
}

static void off(void) {
  TIMSK1 = 0;
  TCCR1A = 0;
  TCCR1B = 0;
  PORTB &= (uint8_t)~_BV(PB1);
}

ISR(TIMER1_COMPA_vect) { off(); }

/* A pulse that has begun is ended as it was meant: half of one would send the door elsewhere. */
void servo_stop(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    pulse_us = 0;
    TIFR1 = _BV(OCF1A);
    TIMSK1 = _BV(OCIE1A);
    if (TCNT1 >= OCR1A) off();
  }
}

uint16_t servo_us(void) {
  uint16_t us;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { us = pulse_us; }
  return us;
}
