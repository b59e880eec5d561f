/* The door's servo on pin 9, by timer 1 in hardware. No pulse until it is told where to. */
#ifndef SERVO_H
#define SERVO_H

#include <stdbool.h>
#include <stdint.h>

/* As Firmata has it: below 544 degrees, else µs. */
void servo_write(uint16_t value);
void servo_stop(void);

/* What 0° and 180° are. */
void servo_range(uint16_t least_us, uint16_t most_us);

/* µs; 0 without pulses. */
uint16_t servo_us(void);

#endif
