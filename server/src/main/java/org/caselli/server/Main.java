package org.caselli.server;
final class Main {}
