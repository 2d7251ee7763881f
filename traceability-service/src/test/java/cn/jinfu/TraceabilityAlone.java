package cn.jinfu;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** This module with what it stands on, and nothing after it. */
@SpringBootApplication
class TraceabilityAlone {

}
