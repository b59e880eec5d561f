#include "host.h"

#include <avr/pgmspace.h>
#include <util/atomic.h>

#include "alive.h"
#include "board.h"
#include "clock.h"
#include "inputs.h"
#include "lock.h"
#include "news.h"
#include "outputs.h"
#include "pins.h"
#include "safety.h"
#include "serial.h"
#include "servo.h"
#include "sonar.h"

enum {
  NEWS = 0x01,
  LOCK_PULSE = 0x02,
  SETTING = 0x03,
  SONAR = 0x04,
  STATUS = 0x05,
  ANALOG_MAPPING_QUERY = 0x69,
  CAPABILITY_QUERY = 0x6B,
  PIN_STATE_QUERY = 0x6D,
  SERVO_CONFIG = 0x70,
  FIRMWARE = 0x79,
  SAMPLING_INTERVAL = 0x7A,
};
enum { SETTING_LOCK_MS, SETTING_MOST_CURRENT, SETTING_OPEN_US };

#define DEFAULT_INTERVAL_MS 19
#define LEAST_INTERVAL_MS 10
#define LONGEST_REPORT 7

static uint16_t interval_ms = DEFAULT_INTERVAL_MS, sampled_ms;
static uint8_t analog_reports, reported;
static bool digital_reports, digital_due;

static void version(void) {
  serial_write(VERSION);
  firmata_data(2);
  firmata_data(5);
}

static void firmware_name(void) {
  firmata_sysex(FIRMWARE);
  firmata_data(1);
  firmata_data(0);
  for (const char *c = PSTR("YikeBin"); pgm_read_byte(c) != '\0'; c++) firmata_data14(pgm_read_byte(c));
  firmata_end();
}

void host_banner(void) {
  version();
  firmware_name();
}

static void status(void) {
  firmata_sysex(STATUS);
  firmata_data(reset_cause());
  firmata_data(outputs_taken_away());
  firmata_data((uint8_t)(output_level(PIN_LOCK) | output_level(PIN_MOTOR) << 1 | (servo_us() > 0) << 2 |
                         output_level(PIN_BUZZER) << 3 | output_level(PIN_RED) << 4 | output_level(PIN_GREEN) << 5));
  firmata_data(host_losses());
  uint16_t lost = serial_lost();
  firmata_data14(lost < 0x3FFF ? lost : 0x3FFF);
  firmata_end();
}

static void setting(uint8_t item, uint16_t value) {
  switch (item) {
    case SETTING_LOCK_MS:
      value = lock_set_ms(value);
      break;
    case SETTING_MOST_CURRENT:
      value = safety_set_most_current(value);
      break;
    case SETTING_OPEN_US:
      value = safety_set_open_us(value);
      break;
    default:
      firmata_string(PSTR("Unknown setting"));
      return;
  }
  firmata_sysex(SETTING);
  firmata_data(item);
  firmata_data14(value);
  firmata_end();
}

/* One message, one wish: nothing old is in it. But what ends a silence may have been wished long ago. */
static void pulse(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if (host_is_here() && !lock_is_open()) output_release(PIN_LOCK);
    output_write(PIN_LOCK, true);
  }
}

/* Fits only at its own length: half a sysex is none. Returns whether it is known. */
static bool sysex(const uint8_t *data, uint8_t length) {
  uint8_t id = *data++;
  length--;
  if (id == FIRMWARE && length == 0) firmware_name();
  else if (id == CAPABILITY_QUERY && length == 0) pins_capabilities();
  else if (id == ANALOG_MAPPING_QUERY && length == 0) pins_analog_mapping();
  else if (id == PIN_STATE_QUERY && length == 1) pins_state(data[0]);
  else if (id == SAMPLING_INTERVAL && length == 2) {
    interval_ms = firmata_value(data);
    if (interval_ms < LEAST_INTERVAL_MS) interval_ms = LEAST_INTERVAL_MS;
  } else if (id == SERVO_CONFIG && length == 5 && data[0] == PIN_SERVO) {
    servo_range(firmata_value(data + 1), firmata_value(data + 3));
  } else if (id == LOCK_PULSE && length == 0) {
    pulse();
  } else if (id == SETTING && length == 3) setting(data[0], firmata_value(data + 1));
  else if (id == SONAR && length == 2) sonar_every(firmata_value(data));
  else if (id == STATUS && length == 0) status();
  else return false;
  return true;
}

static void system_reset(void) {
  outputs_safe();
  analog_reports = 0;
  digital_reports = false;
  interval_ms = DEFAULT_INTERVAL_MS;
  sonar_every(0);
}

static void write_port(uint8_t port, uint8_t levels) {
  for (uint8_t bit = 0; bit < 8; bit++) {
    uint8_t pin = (uint8_t)(port * 8 + bit);
    if (pins_obey_port(pin)) output_write(pin, levels & _BV(bit));
  }
}

static bool obey(const struct message *message) {
  const uint8_t *data = message->data;
  switch (message->command) {
    case VERSION:
      version();
      return true;
    case SYSTEM_RESET:
      system_reset();
      return true;
    case SET_PIN_MODE:
      if (pins_set_mode(data[0], data[1])) return true;
      firmata_string(PSTR("Unknown pin mode"));
      return false;
    case SET_PIN:
      if (!pins_obey_port(data[0]) || data[1] > 1) return false;
      output_write(data[0], data[1]);
      return true;
    case DIGITAL:
      if (message->channel > 2) return false;
      write_port(message->channel, (uint8_t)firmata_value(data));
      return true;
    case ANALOG:
      return pins_analog_write(message->channel, firmata_value(data));
    case REPORT_ANALOG:
      if (message->channel >= ANALOG_CHANNELS) return false;
      if (data[0]) analog_reports |= (uint8_t)_BV(message->channel);
      else analog_reports &= (uint8_t)~_BV(message->channel);
      return true;
    case REPORT_DIGITAL:
      if (message->channel == 0) digital_reports = digital_due = data[0] != 0;
      return message->channel <= 2;
    case SYSEX:
      return sysex(data, message->length);
    default:
      return false;
  }
}

/* The message that ends a silence is obeyed like any other, and finds everything taken away. */
void host_says(const struct message *message) {
  if (obey(message)) host_heard();
}

/* Waits for room, as the switches do: a host that asks without pause must hear of a pinch all the same. */
static void report_news(void) {
  struct item item;
  while (news_take(&item)) {
    firmata_sysex(NEWS);
    firmata_data(item.kind);
    firmata_data14(item.value);
    firmata_end();
  }
}

static void report_sonar(void) {
  uint32_t echo_us;
  if (!sonar_turn(&echo_us) || serial_room() < LONGEST_REPORT) return;
  firmata_sysex(SONAR);
  firmata_data14((uint16_t)(echo_us & 0x3FFF));
  firmata_data((uint8_t)(echo_us >> 14));
  firmata_end();
}

static void report_switches(void) {
  uint8_t levels = switches();
  if (!digital_reports || !(digital_due || levels != reported)) return;
  firmata_send(DIGITAL, levels);
  reported = levels;
  digital_due = false;
}

static void report_analog(void) {
  if ((uint16_t)(clock_ms() - sampled_ms) < interval_ms) return;
  sampled_ms = clock_ms();
  for (uint8_t channel = 0; channel < ANALOG_CHANNELS; channel++) {
    /* A sample that finds no room is not sent late: the next one will be. */
    if (analog_reports & _BV(channel) && serial_room() >= LONGEST_REPORT) firmata_send(ANALOG | channel, analog(channel));
  }
}

void host_reports(void) {
  report_news();
  report_switches();
  report_sonar();
  report_analog();
}
