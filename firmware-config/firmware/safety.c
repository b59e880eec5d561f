#include "safety.h"

#include <util/atomic.h>

#include "alive.h"
#include "board.h"
#include "inputs.h"
#include "lock.h"
#include "news.h"
#include "outputs.h"
#include "servo.h"

enum { HOST_NEVER, HOST_HERE, HOST_LOST };

static volatile uint8_t host = HOST_NEVER, losses;
static volatile uint32_t silent_ms;

static volatile uint16_t most_current = 327; /* 0.8 A */
static volatile uint16_t open_us = 1472;     /* 90° */
static volatile uint8_t inrush_ms;
static volatile uint16_t since_start_ms;
static uint8_t look_ms, beam_looks, current_looks;

void host_heard(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if (host == HOST_NEVER) news_put(NEWS_STARTED, reset_cause());
    if (host == HOST_LOST) news_put(NEWS_HOST_BACK, silent_ms < 1638300 ? (uint16_t)(silent_ms / 100) : 0x3FFF);
    host = HOST_HERE;
    silent_ms = 0;
  }
}

bool host_is_here(void) { return host == HOST_HERE; }

static void watch_host(void) {
  if (silent_ms < UINT32_MAX) silent_ms++;
  if (host != HOST_HERE || silent_ms < HOST_SILENT_MS) return;
  host = HOST_LOST;
  if (losses < 127) losses++;
  outputs_safe();
}

void safety_motor_starts(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    inrush_ms = INRUSH_MS;
    since_start_ms = 0;
  }
}

void safety_target_changes(void) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if (since_start_ms >= INRUSH_AGAIN_MS) safety_motor_starts();
  }
}

static void pinched(uint16_t by) {
  outputs_take_away(OUT_MOTOR);
  news_put(NEWS_PINCH, by);
}

static void watch_door(void) {
  if (inrush_ms > 0) inrush_ms--;
  if (since_start_ms < INRUSH_AGAIN_MS) since_start_ms++;
  uint16_t us = servo_us();
  bool closing = us > 0 && us < open_us && motor_is_on() && (switches() & DOOR_NOT_CLOSED);
  if (!closing) {
    look_ms = beam_looks = current_looks = 0;
    return;
  }
  if (++look_ms < PINCH_LOOK_MS) return;
  look_ms = 0;
  beam_looks = switches() & BEAM_BLOCKED ? beam_looks + 1 : 0;
  current_looks = inrush_ms == 0 && analog(MOTOR_CURRENT) > most_current ? current_looks + 1 : 0;
  if (beam_looks >= PINCH_LOOKS) pinched(1);
  else if (current_looks >= PINCH_LOOKS) pinched(2);
}

void safety_tick(void) {
  lock_tick();
  watch_host();
  watch_door();
}

uint16_t safety_set_most_current(uint16_t counts) {
  if (counts < 1) counts = 1;
  if (counts > 1022) counts = 1022; /* 1023 could never be passed */
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { most_current = counts; }
  return counts;
}

uint16_t safety_set_open_us(uint16_t us) {
  if (us < SERVO_LEAST_US) us = SERVO_LEAST_US;
  if (us > SERVO_MOST_US) us = SERVO_MOST_US;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { open_us = us; }
  return us;
}

uint8_t host_losses(void) { return losses; }
