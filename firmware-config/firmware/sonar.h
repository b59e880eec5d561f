/* An HC-SR04 on A4 (trigger) and A5 (echo): how long its echo lasts. Millimetres are the host's business: sound has a temperature. */
#ifndef SONAR_H
#define SONAR_H

#include <stdbool.h>
#include <stdint.h>

/* Every so many ms, 60 or more (the sensor's cycle); 0: off. Returns what it became. */
uint16_t sonar_every(uint16_t ms);

/* From the main loop; true with a new echo's length in µs, 0 when there was none. */
bool sonar_turn(uint32_t *echo_us);

#endif
