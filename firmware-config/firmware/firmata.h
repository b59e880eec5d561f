/* Firmata's messages, put together out of bytes and taken apart. Knows no pin. Source: firmata/protocol, protocol.md. */
#ifndef FIRMATA_H
#define FIRMATA_H

#include <stdbool.h>
#include <stdint.h>

/* One more than the longest that a host says: one that is longer still is cut to a length that fits none. */
#define SYSEX_MOST 8

enum command {
  ANALOG = 0xE0,
  DIGITAL = 0x90,
  REPORT_ANALOG = 0xC0,
  REPORT_DIGITAL = 0xD0,
  SYSEX = 0xF0,
  SET_PIN_MODE = 0xF4,
  SET_PIN = 0xF5,
  END_SYSEX = 0xF7,
  VERSION = 0xF9,
  SYSTEM_RESET = 0xFF,
};

struct message {
  uint8_t command;
  uint8_t channel; /* of the first four */
  uint8_t length;
  uint8_t data[SYSEX_MOST]; /* of a sysex: its id first */
};

/* True when this byte completed a message; it stands until the next call. */
bool firmata_take(uint8_t byte, const struct message **message);

/* Bytes are missing: what was begun is dropped. */
void firmata_broken(void);

/* Two data bytes, low seven bits first. */
uint16_t firmata_value(const uint8_t *at);

void firmata_send(uint8_t command, uint16_t value);
void firmata_sysex(uint8_t id);
void firmata_data(uint8_t byte);
void firmata_data14(uint16_t value);
void firmata_end(void);
void firmata_string(const char *text_in_flash);

#endif
