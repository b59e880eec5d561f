/*
 * The lock: HIGH for one pulse at most, whatever a host does. Timer 2 ends it, in an interrupt of its own; the chip's watchdog
 * stands behind that one. It also makes the green lamp's PWM.
 */
#ifndef LOCK_H
#define LOCK_H

#include <stdbool.h>
#include <stdint.h>

void lock_begin(void);

/* Refused, and told so, within the pause after the last one and when the minute has had its pulses. */
bool lock_pulse(void);

/* True when it was HIGH. */
bool lock_end(void);
bool lock_is_open(void);

/* How long a pulse is from now on: bounded by LOCK_MOST_MS. Returns what it became. */
uint16_t lock_set_ms(uint16_t ms);

/* From the tick. */
void lock_tick(void);

#endif
