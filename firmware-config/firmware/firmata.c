#include "firmata.h"

#include <avr/pgmspace.h>

#include "serial.h"

#define NOTHING 0
#define STRING 0x71

static struct message now; /* its command is NOTHING between messages */
static uint8_t missing;

/* Data bytes behind a command; 0xFF: not one that a host says. */
static uint8_t data_bytes(uint8_t command) {
  switch (command) {
    case ANALOG:
    case DIGITAL:
    case SET_PIN_MODE:
    case SET_PIN:
      return 2;
    case REPORT_ANALOG:
    case REPORT_DIGITAL:
      return 1;
    case VERSION:
    case SYSTEM_RESET:
      return 0;
    default:
      return 0xFF;
  }
}

static bool complete(const struct message **message) {
  static struct message done;
  done = now;
  now.command = NOTHING;
  *message = &done;
  return true;
}

static bool take_command(uint8_t byte, const struct message **message) {
  if (byte == END_SYSEX) {
    if (now.command == SYSEX && now.length > 0) return complete(message);
    now.command = NOTHING;
    return false;
  }
  now.command = byte < 0xF0 ? byte & 0xF0 : byte;
  now.channel = byte & 0x0F;
  now.length = 0;
  if (now.command == SYSEX) return false;
  missing = data_bytes(now.command);
  if (missing == 0xFF) now.command = NOTHING;
  return missing == 0 && complete(message);
}

bool firmata_take(uint8_t byte, const struct message **message) {
  if (byte & 0x80) return take_command(byte, message);
  if (now.command == NOTHING) return false;
  if (now.length == SYSEX_MOST) return false;
  now.data[now.length++] = byte;
  return now.command != SYSEX && now.length == missing && complete(message);
}

void firmata_broken(void) { now.command = NOTHING; }

uint16_t firmata_value(const uint8_t *at) { return (uint16_t)(at[0] | (at[1] << 7)); }

void firmata_send(uint8_t command, uint16_t value) {
  serial_write(command);
  firmata_data14(value);
}

void firmata_sysex(uint8_t id) {
  serial_write(SYSEX);
  firmata_data(id);
}

void firmata_data(uint8_t byte) { serial_write(byte & 0x7F); }

void firmata_data14(uint16_t value) {
  firmata_data((uint8_t)value);
  firmata_data((uint8_t)(value >> 7));
}

void firmata_end(void) { serial_write(END_SYSEX); }

void firmata_string(const char *text_in_flash) {
  firmata_sysex(STRING);
  for (char c = (char)pgm_read_byte(text_in_flash); c != '\0'; c = (char)pgm_read_byte(++text_in_flash)) {
    firmata_data14((uint8_t)c);
  }
  firmata_end();
}
