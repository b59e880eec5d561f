#include "inputs.h"

#include <avr/io.h>
#include <util/atomic.h>

#include "board.h"

static volatile uint16_t values[ANALOG_CHANNELS];
static uint8_t converting, turn;

static void convert(uint8_t channel) {
  converting = channel;
  ADMUX = _BV(REFS0) | channel; /* against the supply */
  ADCSRA |= _BV(ADSC);
}

void inputs_begin(void) {
  PORTD |= SWITCHES; /* pull-ups, for good */
  DIDR0 = (1 << ANALOG_CHANNELS) - 1;
  ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0); /* 125 kHz: 0.1 ms each */
  convert(MOTOR_CURRENT);
}

/* One conversion a tick, every second one the motor's current. */
void inputs_tick(void) {
  if (ADCSRA & _BV(ADSC)) return;
  values[converting] = ADC;
  if (converting == MOTOR_CURRENT) {
    turn = turn == MOTOR_CURRENT - 1 ? 0 : turn + 1;
    convert(turn);
  } else {
    convert(MOTOR_CURRENT);
  }
}

uint8_t switches(void) { return PIND & SWITCHES; }

uint16_t analog(uint8_t channel) {
  uint16_t value;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { value = values[channel]; }
  return value;
}
