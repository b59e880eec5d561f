#include "pins.h"

#include "board.h"
#include "firmata.h"
#include "inputs.h"
#include "outputs.h"
#include "servo.h"

enum { INPUT, OUTPUT, ANALOG_IN, PWM, SERVO, PULL_UP = 0x0B };
enum { ANALOG_MAPPING = 0x6A, CAPABILITIES = 0x6C, PIN_STATE = 0x6E };
#define NONE 0x7F

static bool green_is_pwm;

static bool is_switch(uint8_t pin) { return pin >= PIN_DOOR_CLOSED && pin <= PIN_SMOKE_FREE; }
static bool is_output(uint8_t pin) { return pin >= PIN_LOCK && pin <= PIN_BUZZER; }
static bool is_analog(uint8_t pin) { return pin >= PIN_A0 && pin < PIN_A0 + ANALOG_CHANNELS; }

/* Bits of that mode's value; 0: cannot be that. */
static uint8_t resolution(uint8_t pin, uint8_t mode) {
  switch (mode) {
    case INPUT: /* with its pull-up all the same: a cut wire must read as one */
    case PULL_UP:
      return is_switch(pin) ? 1 : 0;
    case OUTPUT:
      return is_output(pin) ? 1 : 0;
    case ANALOG_IN:
      return is_analog(pin) ? 10 : 0;
    case PWM:
      return pin == PIN_GREEN ? 8 : 0;
    case SERVO:
      return pin == PIN_SERVO ? 14 : 0;
    default:
      return 0;
  }
}

void pins_capabilities(void) {
  firmata_sysex(CAPABILITIES);
  for (uint8_t pin = 0; pin < PIN_COUNT; pin++) {
    for (uint8_t mode = INPUT; mode <= PULL_UP; mode++) {
      uint8_t bits = resolution(pin, mode);
      if (bits == 0) continue;
      firmata_data(mode);
      firmata_data(bits);
    }
    firmata_data(NONE);
  }
  firmata_end();
}

void pins_analog_mapping(void) {
  firmata_sysex(ANALOG_MAPPING);
  for (uint8_t pin = 0; pin < PIN_COUNT; pin++) firmata_data(is_analog(pin) ? pin - PIN_A0 : NONE);
  firmata_end();
}

/* An output's state is what stands on the pin, not what was asked for. */
void pins_state(uint8_t pin) {
  firmata_sysex(PIN_STATE);
  firmata_data(pin);
  if (is_switch(pin)) {
    firmata_data(PULL_UP);
    firmata_data(switches() & _BV(pin) ? 1 : 0);
  } else if (pin == PIN_SERVO) {
    uint16_t us = servo_us();
    firmata_data(us > 0 ? SERVO : OUTPUT);
    firmata_data14(us);
  } else if (pin == PIN_GREEN && green_is_pwm) {
    firmata_data(PWM);
    firmata_data14(OCR2A);
  } else if (is_output(pin)) {
    firmata_data(OUTPUT);
    firmata_data(output_level(pin) ? 1 : 0);
  } else if (is_analog(pin)) {
    firmata_data(ANALOG_IN);
    firmata_data14(analog(pin - PIN_A0));
  }
  firmata_end();
}

bool pins_set_mode(uint8_t pin, uint8_t mode) {
  if (resolution(pin, mode) == 0) return false;
  if (pin == PIN_GREEN) green_is_pwm = mode == PWM;
  if (pin == PIN_SERVO && mode == OUTPUT) servo_stop();
  else if (is_output(pin) && pin != PIN_SERVO) output_release(pin);
  return true;
}

bool pins_obey_port(uint8_t pin) { return is_output(pin) && pin != PIN_SERVO && !(pin == PIN_GREEN && green_is_pwm); }

bool pins_analog_write(uint8_t pin, uint16_t value) {
  if (pin == PIN_SERVO) servo_write(value);
  else if (pin == PIN_GREEN && green_is_pwm) green_dim(value < 255 ? (uint8_t)value : 255);
  else return false;
  return true;
}
