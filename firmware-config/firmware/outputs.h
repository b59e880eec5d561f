/*
 * The actuators. What the board has taken away from the host stays LOW until the host has written LOW to it, or set its mode:
 * a HIGH that a host wrote before it knew does nothing.
 */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include <stdbool.h>
#include <stdint.h>

enum { OUT_LOCK = 1, OUT_MOTOR = 2, OUT_BUZZER = 4, OUT_ALL = 7 };

void outputs_begin(void);

/* Pins that are no outputs are left alone. */
void output_write(uint8_t pin, bool high);
bool output_level(uint8_t pin);

/* LOW, and obeys again. */
void output_release(uint8_t pin);

/* LOW at once, and held there. With interrupts off. */
void outputs_take_away(uint8_t which);
uint8_t outputs_taken_away(void);

/* Lock, motor, servo and buzzer off and taken away; red on, green off. */
void outputs_safe(void);

bool motor_is_on(void);

/* The green lamp, 0 to 255. */
void green_dim(uint8_t brightness);

#endif
