/* What the board does on its own, from the tick: a host that is gone, and a hand in the door. */
#ifndef SAFETY_H
#define SAFETY_H

#include <stdbool.h>
#include <stdint.h>

void safety_tick(void);

/* A message that the board understands has come. */
void host_heard(void);

/* False since the reset, and since a silence, until then. */
bool host_is_here(void);

/* Its current rises for a moment: whenever the motor is switched on, and once a second at most when it is sent elsewhere, so that
   a door that is moved step by step is watched as well. */
void safety_motor_starts(void);
void safety_target_changes(void);

/* Of the motor, 0 to 1023: 2 V an ampere. Returns what it became, as below. */
uint16_t safety_set_most_current(uint16_t counts);

/* A door that is sent to a place short of this closes: it is watched until the switch says that it is closed. */
uint16_t safety_set_open_us(uint16_t us);

/* How often the host has been lost since the reset. */
uint8_t host_losses(void);

#endif
