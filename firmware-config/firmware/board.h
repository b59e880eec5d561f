/*
 * The bin's board: an ATmega328P at 16 MHz on an Arduino Uno's pins, and every limit that it holds on its own.
 *
 *   2 door closed  3 service door  4 beam free  5 untampered  6 smoke free   switches to ground with pull-ups, LOW is well
 *   7 lock   8 motor's supply   9 door servo   10 red lamp   11 green lamp   12 buzzer            outputs, HIGH is on
 *   A0 level   A1 weight   A2 temperature   A3 motor's current   A4 HC-SR04 trigger   A5 HC-SR04 echo
 */
#ifndef BOARD_H
#define BOARD_H

#include <avr/io.h>
#include <stdbool.h>
#include <stdint.h>

enum pin {
  PIN_DOOR_CLOSED = 2,
  PIN_BEAM_FREE = 4,
  PIN_SMOKE_FREE = 6,
  PIN_LOCK = 7,
  PIN_MOTOR = 8,
  PIN_SERVO = 9,
  PIN_RED = 10,
  PIN_GREEN = 11,
  PIN_BUZZER = 12,
  PIN_A0 = 14,
  PIN_COUNT = 20,
};

/* Port D. */
#define SWITCHES 0x7C
#define DOOR_NOT_CLOSED _BV(PD2)
#define BEAM_BLOCKED _BV(PD4)

#define ANALOG_CHANNELS 4
#define MOTOR_CURRENT 3

#define HOST_SILENT_MS 1500

#define LOCK_MOST_MS 1000
#define LOCK_PAUSE_MS 2000
#define LOCKS_A_MINUTE 6

/* How often the door is looked at while it closes, how many looks in a row are a pinch, and how long a motor may start up. */
#define PINCH_LOOK_MS 10
#define PINCH_LOOKS 3
#define INRUSH_MS 200
#define INRUSH_AGAIN_MS 1000

/* A servo's pulse, whatever a host asks for: outside these it stands at its stop and burns. */
#define SERVO_LEAST_US 500
#define SERVO_MOST_US 2500

#endif
