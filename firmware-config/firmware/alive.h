/* The chip's own watchdog: fed only when the main loop goes round and both timers' interrupts come. */
#ifndef ALIVE_H
#define ALIVE_H

#include <stdint.h>

enum { ALIVE_TICK = 1, ALIVE_GUARD = 2 };

void alive_begin(void);

/* From that timer's interrupt. */
void alive(uint8_t who);

/* From the main loop. */
void alive_feed(void);

/* MCUSR as it was at the reset; 0 behind a bootloader that has taken it. */
uint8_t reset_cause(void);

#endif
