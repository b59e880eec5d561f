#!/bin/sh
# The first and last process of the machine: drivers, udev, then each test file as the station's user; then the power is cut.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
mount -t tmpfs run /run
mount -t configfs config /sys/kernel/config 2>/dev/null
chmod 1777 /tmp
while read -r module; do insmod "$module"; done </modules
systemd-udevd --daemon
udevadm trigger --action=add
udevadm settle
cd /yike || exit
for file in test/hardware/guest/*.hw.ts; do
  echo "@begin $file"
  su yike -c "exec node --test-reporter=tap $file"
  echo "@end $?"
done
echo '@off'
poweroff -f
